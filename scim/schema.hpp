// Schemas are data: everything scimd knows about an attribute is read from schemas/*.json and from
// the files an operator adds (RFC 7643 §7), and kept here. What /Schemas advertises is written from
// what was read, so the two cannot differ. Paths, filters and patches hold pointers into a
// catalogue, which therefore outlives all of them.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/embedded_file.hpp"
#include "model/result.hpp"

namespace scimd::scim {

// Limits of a schema file: errc::invalid_value.
constexpr std::size_t schema_bytes_max = 1024 * 1024;
constexpr std::size_t schema_attributes_max = 1000;  // sub-attributes count

// RFC 7643 §2.3.
enum class data_type { string, boolean, decimal, integer, date_time, reference, binary, complex };
// RFC 7643 §2.2 and §7.
enum class mutability { read_only, read_write, immutable, write_only };
enum class returned { always, never, by_default, on_request };
enum class uniqueness { none, server, global };

struct attribute {
    std::string name;         // canonical spelling
    std::string description;  // for people; nothing is made of it
    std::string schema;       // URN of the one that defines it; empty for what is common (§3.1)
    data_type type = data_type::string;
    bool multi_valued = false;
    bool required = false;
    bool case_exact = false;
    scim::mutability mutability = scim::mutability::read_write;
    scim::returned returned = scim::returned::by_default;
    scim::uniqueness uniqueness = scim::uniqueness::none;
    std::vector<std::string> canonical_values;  // advice, never enforced
    std::vector<std::string> reference_types;   // of a reference only, as advertised
    // "/Users" where it may lead to users only; empty where it may lead out of this server.
    std::vector<std::string> reference_endpoints;
    std::vector<attribute> sub_attributes;  // of a complex attribute only
    bool in_rows = false;  // its values are rows of the store, in no document: a group's members

    // By name, without regard to case (RFC 7643 §2.1); nullptr when there is none.
    const attribute* sub(std::string_view name) const;
};

struct schema {
    std::string urn;
    std::string name;
    std::string description;
    std::vector<attribute> attributes;
    // Whether a stored document may answer for it as it stands: it is one of ours, which never
    // change under the documents, and returns everything by default.
    bool returned_whole = false;
    boost::json::object definition;  // as advertised by /Schemas, without meta

    const attribute* find(std::string_view name) const;  // without regard to case
};

// A kind of resource (RFC 7643 §6): its core schema, its extensions, and what is common (§3.1).
struct resource_type {
    std::string name;      // "User"
    std::string endpoint;  // "/Users"
    std::string description;
    const schema* common = nullptr;
    const schema* core = nullptr;
    std::vector<const schema*> extensions;
    // Whether anything in a document is immutable or writeOnly: a change minds it (keep_values).
    bool keeps_values = false;
    boost::json::object definition;  // as advertised by /ResourceTypes, without meta

    // An attribute of the core schema or a common one; without regard to case.
    const attribute* find(std::string_view name) const;
    // One of `extensions` by its URN, without regard to case.
    const schema* extension(std::string_view urn) const;
    // An attribute that exactly one extension defines, and the core does not (ENTRA-09).
    const attribute* find_in_extensions(std::string_view name) const;
};

class catalogue {
 public:
    struct contents;  // catalogue_contents.hpp

    catalogue(const catalogue&) = delete;
    catalogue& operator=(const catalogue&) = delete;
    catalogue(catalogue&&) noexcept;
    catalogue& operator=(catalogue&&) noexcept;
    ~catalogue();

    const resource_type& user() const;
    const resource_type& group() const;
    std::span<const schema> schemas() const;  // those that are advertised: not the common one
    const boost::json::object& service_provider_config() const;  // without meta

 private:
    explicit catalogue(std::unique_ptr<contents>);
    std::unique_ptr<contents> contents_;
    friend model::result<catalogue> load_catalogue(std::span<const model::embedded_file>,
                                                   std::span<const model::embedded_file>);
};

// Reads all schema files: ours, and those that add an extension of User, Group or both each
// (docs/schemas.md). A broken one is errc::invalid_value: file, JSON pointer and reason.
model::result<catalogue> load_catalogue(std::span<const model::embedded_file> ours,
                                        std::span<const model::embedded_file> added = {});

// The files of schemas/ that were built in.
std::span<const model::embedded_file> built_in_schemas();

// ASCII letters compare without case: attribute names and schema URNs (RFC 7643 §2.1, RFC 8141).
bool equal_names(std::string_view, std::string_view);

}  // namespace scimd::scim
