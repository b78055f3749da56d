#pragma once

#include "app/backend.h"
#include "core/localclient/inprocess.h"

namespace gw::app {

// Lends a backend's parts to the window's client.
client::InProcessParts windowParts(Backend &backend);

}   // namespace gw::app
