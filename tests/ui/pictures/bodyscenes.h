#pragma once

#include "tests/ui/pictures/trafficscenes.h"

namespace gw::test {

// What was said in requests, and the dialog that says whether it is kept.
QList<TrafficScene> bodyScenes();

}   // namespace gw::test
