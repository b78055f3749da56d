#pragma once

#include <string>
#include <string_view>

namespace gw::ledger {

// What stands in the place of a secret.
inline constexpr std::string_view kRedacted = "[redacted]";

// A body without what looks like a credential, for the disk: values of fields that hold keys ("api_key",
// "authorization", "password" ...), also within JSON that is a string of JSON; bearer and basic tokens; keys
// of providers (sk-..., AIza..., AKIA...), JSON web tokens and PEM private keys wherever they stand. JSON
// stays JSON. cut: the body goes on behind its end, so a key that has just begun there goes too.
//
// A key that a model says in several pieces of a stream is not found.
std::string withoutSecrets(std::string_view body, bool cut);

}   // namespace gw::ledger
