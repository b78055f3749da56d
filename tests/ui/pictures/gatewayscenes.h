#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// Gateways elsewhere: chosen, tested, looked at, lost and refused.
QList<WindowScene> gatewayScenes();

}   // namespace gw::test
