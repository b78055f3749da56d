#pragma once

#include "core/auth/principal.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/wire/headers.h"

#include <string>
#include <string_view>

namespace gw::auth {

struct KeyringOptions
{
    Secret masterKey;                 // Empty: nobody needs a key.
    std::string problem = {};         // Why the key cannot be had now; nobody gets in then.
    std::string keyHeaderName = {};   // litellm_key_header_name: the only source when set.
    bool database = false;            // Virtual keys can exist.
};

// Knows the keys. Immutable; shared by all workers and replaced as a whole when the config changes.
class Keyring
{
public:
    explicit Keyring(KeyringOptions options);

    // The key a request brings: the first of CONTRACT 3.1's sources, without "Bearer". Empty: none.
    std::string keyOf(const wire::Headers &headers, std::string_view queryKey) const;
    // NoKey, MalformedKey, NoDatabaseKey or UnknownKey, worded as LiteLLM does and never with a whole key.
    Result<Principal> authenticate(std::string_view key) const;
    bool open() const noexcept { return m_options.masterKey.isEmpty() && m_options.problem.empty(); }

private:
    KeyringOptions m_options;
    std::string m_masterHash;
};

}   // namespace gw::auth
