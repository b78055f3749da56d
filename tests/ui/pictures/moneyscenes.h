#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// The pages Keys and Spend in their states, and what warns of budgets.
QList<WindowScene> moneyScenes();

}   // namespace gw::test
