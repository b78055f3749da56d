#pragma once

#include "core/base/result.h"
#include "core/ledger/queries.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gw::ledger {

// Names a question; its answers carry it, so that an asker who has moved on can tell.
using QueryToken = std::uint64_t;

// What is asked about rows and what they add up to, of one ledger or of several that share a database.
// Functions may be called from any thread and return at once; callbacks come on a thread of the answerer's.
class Questions
{
public:
    virtual ~Questions() = default;

    template <typename Answer>
    using Callback = std::function<void(QueryToken, Result<Answer>)>;

    // Newest first. With a filter the answer may come in parts while older rows are being looked at.
    virtual QueryToken page(PageQuery query, Callback<Page> callback) = 0;
    // Rows whose id, call id or provider's answer id is this text, newest first.
    virtual QueryToken find(std::string text, Callback<std::vector<Row>> callback) = 0;
    // From the roll-ups: sums over the days by name, largest cost first.
    virtual QueryToken totals(Dimension dimension, DayRange days,
                              Callback<std::vector<NamedTotals>> callback) = 0;
    // From the roll-ups: one entry per day and name, in order of days; of one name alone where one is given.
    virtual QueryToken series(Dimension dimension, std::optional<std::string> name, DayRange days,
                              Callback<std::vector<DayTotals>> callback) = 0;
    QueryToken series(Dimension dimension, DayRange days, Callback<std::vector<DayTotals>> callback)
    {
        return series(dimension, std::nullopt, days, std::move(callback));
    }
    // The same as one entry per name: far less than a series where there are many. Of at most ten years.
    virtual QueryToken chart(Dimension dimension, DayRange days, Callback<std::vector<NamedChart>> callback);
    // How many attempts match.
    virtual QueryToken count(Filter filter, Callback<std::int64_t> callback) = 0;
    // From the attempts themselves; looks at all that the filter's times allow.
    virtual QueryToken breakdown(BreakdownQuery query, Callback<std::vector<BreakdownRow>> callback) = 0;
};

// A series that covers days, by name.
std::vector<NamedChart> chartsOf(const std::vector<DayTotals> &rows, DayRange days);

}   // namespace gw::ledger
