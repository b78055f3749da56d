#pragma once

#include "core/client/gatewayclient.h"
#include "core/remoteclient/link.h"

#include <memory>

namespace gw::client {

// A gateway elsewhere; begins to connect at once. Values that can be had without asking are those it told
// last; while it is lost they stay, and every question is answered with the reason. Refused is what would
// stop the gateway, and what reads or writes files of its computer. name: for people; empty: its host's.
std::unique_ptr<GatewayClient> makeRemoteClient(remote::Address address, const QString &name = {});

}   // namespace gw::client
