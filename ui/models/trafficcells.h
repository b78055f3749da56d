#pragma once

#include "core/client/trafficvalues.h"

#include <QVariant>

// How one request reads in the columns of a list.
namespace gw::ui::trafficcells {

enum Column { State, Time, App, Route, Status, Input, Cached, Output, Cost, FirstByte, Total, ColumnCount };

QString title(int column);
bool isNumber(int column);
// By Qt's roles and those of rowview.h.
QVariant cell(const client::TrafficRow &row, int column, int role);
// The whole row in a sentence, for those who do not see it.
QString spoken(const client::TrafficRow &row);
// What became of it: "answered", "running" ...
QString stateWord(const client::TrafficRow &row);
int stateMark(const client::TrafficRow &row);
QString appName(const client::TrafficRow &row);
QString costText(const client::TrafficRow &row, int digits);

}   // namespace gw::ui::trafficcells
