#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// The page Routing in its states, and Models with what the router knows.
QList<WindowScene> routingScenes();

}   // namespace gw::test
