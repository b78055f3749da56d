#pragma once

#include "app/backend.h"
#include "core/remotedoor/door.h"

#include <memory>

namespace gw::app {

// Lets windows elsewhere look after this gateway. To be made before the backend listens, and to go before it.
std::unique_ptr<remote::Door> letWindowsIn(Backend &backend);

}   // namespace gw::app
