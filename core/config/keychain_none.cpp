#include "core/config/keychain.h"

namespace gw::config {

std::unique_ptr<Keychain> makeKeychain(const std::string &)
{
    return nullptr;
}

}   // namespace gw::config
