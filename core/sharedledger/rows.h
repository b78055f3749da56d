#pragma once

#include "core/ledger/queries.h"
#include "core/postgres/rows.h"

#include <map>
#include <string>
#include <tuple>

// Rows of the ledger as the database has them (resources/schema/postgres_ledger_0001.sql).
namespace gw::sharedledger {

// The columns of attempts, in the order in which rows are written and read, behind "a." where asked.
std::string rowColumns(bool qualified);
// One line of COPY in that order, with its end.
void appendRow(std::string &lines, const ledger::Row &row, const std::string &gateway);
// A row that was selected with rowColumns(true), its gateway too.
ledger::Row readRow(const postgres::Rows &rows, int row);

// What a batch adds to a gateway's roll-ups.
using SumKey = std::tuple<ledger::Dimension, ledger::Day, std::string>;
using Sums = std::map<SumKey, ledger::Totals>;
void addSums(Sums &sums, const ledger::Row &row, const ledger::Totals &totals);

// The columns of roll-ups that are sums, each as before(name)after: "SUM(", ")".
std::string sumColumns(const std::string &before, const std::string &after);
// Their names, with commas between.
std::string_view sumsList();
void appendSums(std::string &lines, const SumKey &key, const ledger::Totals &totals,
                const std::string &gateway);
// Fourteen columns from at on, in the order of sumColumns().
ledger::Totals readTotals(const postgres::Rows &rows, int row, int at);

std::string toText(ledger::Int128 number);
ledger::Int128 int128Of(std::string_view digits);

}   // namespace gw::sharedledger
