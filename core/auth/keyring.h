#pragma once

#include "core/auth/permission.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/wire/headers.h"

#include <string>
#include <string_view>

namespace gw::auth {

struct KeyringOptions
{
    Secret masterKey;                         // Empty: nobody needs a key.
    std::string problem = {};                 // Why the key cannot be had now; nobody gets in then.
    std::string keyHeaderName = {};           // litellm_key_header_name: the only source when set.
    access::Directory *directory = nullptr;   // Of virtual keys; null: there are none.
    RouteRules routes = {};
};

// What is asked of the keyring for one request.
struct Visit
{
    std::string_view method;
    std::string_view path;   // Without the root.
    std::string_view key;    // keyOf()
    Access access = Access::Key;
    bool loopback = false;
};

// Knows the keys. Immutable; shared by all workers and replaced as a whole when the config changes.
class Keyring
{
public:
    explicit Keyring(KeyringOptions options);

    // The key a request brings: the first of CONTRACT 3.1's sources, without "Bearer". Empty: none.
    std::string keyOf(const wire::Headers &headers, std::string_view queryKey) const;
    // NoKey, MalformedKey, NoDatabaseKey, UnknownKey, ExpiredKey, BlockedKey or DatabaseAway, worded as
    // LiteLLM does and never with a whole key.
    Result<Principal> authenticate(std::string_view key) const;
    // Who calls, and that they may: anonymous where the route needs no key.
    Result<Principal> admit(const Visit &visit) const;
    bool open() const noexcept { return m_options.masterKey.isEmpty() && m_options.problem.empty(); }

private:
    Result<Principal> findVirtual(std::string_view key) const;

    KeyringOptions m_options;
    std::string m_masterHash;
};

}   // namespace gw::auth
