// Cursors (RFC 9865): where a walk through a list goes on. A cursor is sealed, so nobody reads,
// forges or changes one, and it holds all there is to know: the server remembers nothing of a walk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/ids.hpp"
#include "model/instant.hpp"
#include "model/result.hpp"
#include "model/secret.hpp"
#include "scim/sort.hpp"

namespace scimd::scim {

constexpr std::int64_t cursor_timeout_seconds = 3600;  // pagination.cursorTimeout
// A text longer than this is not looked at: a position is at most 1 KiB of text, escaped and
// sealed.
constexpr std::size_t cursor_characters_max = 4 * 1024;

// The walk a cursor belongs to. It must be the same from page to page (RFC 9865 section 2).
struct walk {
    model::directory_id directory;
    std::string query;       // a digest of everything that was asked, but not of `count`
    std::int64_t count = 0;  // the size of a page
};

struct cursor {
    scim::walk walk;
    scim::position after;    // the last resource that was shown
    model::instant expires;  // exclusive
};

// Characters of [A-Za-z0-9_-] only: no client has to escape them.
std::string to_text(const cursor&, const model::sealing_key&);

// The position after which `walk` goes on. errc::invalid_cursor, with the same sentence whatever is
// wrong with it, for what was not sealed here as a cursor, for another directory's and for another
// query's; errc::invalid_count when the page has another size than the walk began with;
// errc::expired_cursor when `now` is not before its end.
model::result<position> position_from_text(std::string_view text, const walk&,
                                           const model::sealing_key&, model::instant now);

}  // namespace scimd::scim
