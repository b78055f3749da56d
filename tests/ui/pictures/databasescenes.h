#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// A database of gateways: connected, tested, read on Spend and Keys, and lost.
QList<WindowScene> databaseScenes();

}   // namespace gw::test
