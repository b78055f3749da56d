#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <string>
#include <string_view>

// The vault's key under a passphrase: for desktops without a keychain, and for backups.
namespace gw::config {

// Characters of a passphrase, at least. The cost of guessing is scrypt's; a short one has too few guesses.
inline constexpr std::size_t kLeastPassphrase = 8;

// Derives a key from passphrase by scrypt (RFC 7914; N 65536, r 8, p 2: 64 MB and about half a second, so
// call it where nobody waits) and seals key with that. SecretAway when the passphrase is too short.
Result<std::string> wrapKey(const Secret &key, const Secret &passphrase);
// SecretAway when the passphrase is another, or the text is damaged. As slow as wrapKey.
Result<Secret> unwrapKey(std::string_view wrapped, const Secret &passphrase);

}   // namespace gw::config
