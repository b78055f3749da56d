#pragma once

#include "core/base/result.h"
#include "core/ledger/queries.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A provider's own account of what was used, beside the ledger's.
namespace gw::billing {

// Of one UTC day and one model.
struct Used
{
    std::optional<std::int64_t> requests = {};
    std::optional<std::int64_t> input = {};   // Tokens, cached ones too.
    std::optional<std::int64_t> output = {};
    std::optional<ledger::Int128> costPico = {};

    Used &operator+=(const Used &other);
};
// Models without the date or "-latest" behind their names: providers say one, clients the other.
using UsedKey = std::pair<ledger::Day, std::string>;
using Usages = std::map<UsedKey, Used>;

// The export of a provider's usage or costs page, as comma-separated text (RFC 4180). Columns are found by
// their names: those of OpenAI's usage and costs exports, of Anthropic's, and what others call the same.
// BadRequest names what is missing, or the line that cannot be read.
Result<Usages> readExport(std::string_view csv);
std::string bareModel(std::string_view model);
// What the ledger has: rows by day and model as the provider calls it.
Usages usagesOf(const std::vector<ledger::BreakdownRow> &rows);

struct Difference
{
    UsedKey key;
    std::optional<Used> provider = {};   // Nothing: it knows nothing of it.
    std::optional<Used> ledger = {};
    bool matches = false;
};
// Every day and model that either knows. tolerance: share by which numbers may differ, 0.01 for a percent;
// amounts below a cent match. What the provider's export does not say is not compared.
std::vector<Difference> reconcile(const Usages &provider, const Usages &ledger, double tolerance);
// A table with sums at its end.
std::string toText(const std::vector<Difference> &differences);

}   // namespace gw::billing
