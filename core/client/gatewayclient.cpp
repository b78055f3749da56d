#include "core/client/gatewayclient.h"

namespace gw::client {

GatewayClient::GatewayClient(QObject *parent)
    : QObject(parent)
{}

GatewayClient::~GatewayClient() = default;

}   // namespace gw::client
