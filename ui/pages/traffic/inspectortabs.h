#pragma once

#include "core/client/trafficvalues.h"

class QWidget;

// What the parts of the inspector show of a request whose details are known.
namespace gw::ui::inspectortabs {

QWidget *summary(const client::TrafficRow &row, const client::TrafficDetail &detail);
QWidget *route(const client::TrafficRow &row, const client::TrafficDetail &detail);
QWidget *cost(const client::TrafficRow &row, const client::TrafficDetail &detail);
QWidget *timing(const client::TrafficRow &row, const client::TrafficDetail &detail);

}   // namespace gw::ui::inspectortabs
