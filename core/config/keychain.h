#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QtGlobal>

#include <functional>
#include <memory>
#include <string>

namespace gw::config {

// The desktop's store for one small secret per name: Secret Service or KWallet. Everything is asynchronous:
// the desktop may ask the user for a password first. Needs an event loop; answers come on the caller's thread
// and not after the keychain's end.
class Keychain
{
public:
    enum class Outcome { Found, Missing, Away };

    struct Answer
    {
        Outcome outcome = Outcome::Away;
        Secret secret = {};         // When Found.
        std::string problem = {};   // When Away: "denied by the user", "no keychain on this desktop".
    };

    virtual ~Keychain() = default;
    virtual bool isAvailable() const = 0;
    // "Secret Service", "KWallet"; for the window.
    virtual std::string name() const = 0;
    virtual void read(const std::string &entry, std::function<void(Answer)> done) = 0;
    virtual void write(const std::string &entry, const Secret &secret,
                       std::function<void(Result<void>)> done) = 0;
};

// Null in a build without QtKeychain. service groups the entries; the program's name.
std::unique_ptr<Keychain> makeKeychain(const std::string &service);

}   // namespace gw::config
