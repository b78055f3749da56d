#pragma once

#include "ui/framework/marks.h"

#include <QString>

namespace gw::client {
struct RouteDeployment;
}

// How the router's terms are called in the user's language.
namespace gw::ui::routewords {

// "least busy" of "least-busy"; what is not known stays.
QString strategy(const QString &name);
// What the router says about a choice, which it says in English: "rests for 12 s after RateLimitError",
// "retry 1, least-busy". What is not known stays as it is.
QString reason(const QString &english);
// The state of a deployment by mark and word: "rests, 18 s".
Mark mark(const client::RouteDeployment &deployment);
QString state(const client::RouteDeployment &deployment);
// Why, in a sentence; empty where there is nothing to add.
QString stateDetail(const client::RouteDeployment &deployment);
// "2 of 8" in flight.
QString load(const client::RouteDeployment &deployment);

}   // namespace gw::ui::routewords
