#pragma once

#include "core/client/clientsvalues.h"
#include "core/clientsetup/setup.h"

namespace gw::client {

// What windows see of the clients of this computer.
Tool toTool(const clientsetup::ClientRow &row, const clientsetup::Standing &standing,
            const clientsetup::Surroundings &here, const std::string &base);
ToolDrift toDrift(const clientsetup::Drift &drift, const clientsetup::Surroundings &here);
ToolPlan toPlan(const clientsetup::Plan &plan, const clientsetup::Surroundings &here, const Secret &key);
// Changes with whatever the plan would do.
QString fingerprint(const clientsetup::Plan &plan);
// A text of the catalog in the language of the window.
QString catalogText(const std::string &english);
// The texts of the catalog that are translated.
std::vector<const char *> catalogTexts();
// How a program, or that client, is connected by hand.
std::vector<ToolSnippet> snippetsOf(const clientsetup::ClientRow *row,
                                    const clientsetup::Connection &connection);

}   // namespace gw::client
