// What the audit log keeps: who asked for what, what became of it, and what it did to each entity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/author.hpp"
#include "model/instant.hpp"
#include "model/result.hpp"

namespace scimd::model {

// Where an edit comes from.
struct origin {
    std::string author_id;   // the SCIM credential or access key it came with, or a name of our own
    std::string address;     // the client's; empty when it came over no network
    std::string request_id;  // as in the answer and the request log
};

// What an event did to one entity. `text` is a JSON object (docs/audit.md), empty when the entity
// was asked about and nothing became of it.
struct audit_change {
    std::string entity;  // its id
    std::string text;
};

struct audit_event {
    std::int64_t number = 0;  // counts up in the order of commits
    instant at;
    std::string directory;  // its id; empty for what is about none
    author who = author::administrator;
    origin from;
    std::string operation;  // "PATCH /Users", or the name of a management action
    std::string target;     // the id it was about; empty for none
    std::string refused;    // empty: accepted; else why: to_text(errc), or a code of the border's
    std::string reason;     // the sentence of a refusal
    std::string digest;     // 32 bytes that this event and all before it come to
    std::vector<audit_change> changes;
    std::int64_t change_count = 0;  // `changes` may hold the first of them only
};

// Where a list of events goes on: behind this one or, in the history of an entity, behind this
// change of it.
struct audit_place {
    std::int64_t at = 0;  // milliseconds since 1970
    std::int64_t number = 0;
    std::int64_t place = 0;
};

// The enumerator's name, which the log keeps; and back.
std::string_view to_text(errc);
std::optional<errc> errc_from_text(std::string_view);

}  // namespace scimd::model
