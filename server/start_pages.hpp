// Memory that only the start needed, given back before the first request is waited for.
#pragma once

namespace scimd::server {

// Bounds what the allocator keeps for itself: blocks from 1 MiB on go back to the system when they
// are freed, and so does what is free at the end of a heap. To be called before there are threads.
void keep_heaps_small();

// Lets go of the pages of programs and libraries that have been touched, and of what the start has
// freed. Nothing is lost: a page that is needed again is found where the system keeps files, at the
// cost of a fault. Half of what a fresh process occupies is code that reads schemas, opens
// databases and starts OpenSSL, and never runs again.
void let_go_of_start_pages();

}  // namespace scimd::server
