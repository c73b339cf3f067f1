// One JSON object in CloudSSO's two written forms (reference, sections 2.6 and 10.1).
#pragma once

#include "management/faults.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace scimd::management {

enum class format { json, xml };

// "JSON" or "XML" in any case, JSON when empty; anything else is gate::format.
admitted<format> format_from_text(std::string_view);

std::string_view content_type(format);

// A success: RequestId and the members at top level, in XML under <ActionResponse>, where a member
// whose name cannot be an element's is <Member Name="…">. There is never
// a member `Code` among them: pop-core takes an answer with one for an error, whatever the status.
std::string success_text(format, std::string_view action, std::string_view request_id,
                         const boost::json::object& members);

// A refusal; `host` is the Host header the client sent.
std::string error_text(format, const rejection&, std::string_view request_id,
                       std::string_view host);

}  // namespace scimd::management
