#include "core/ledger/questions.h"

#include <map>

namespace gw::ledger {

std::vector<NamedChart> chartsOf(const std::vector<DayTotals> &rows, DayRange days)
{
    std::map<std::string, NamedChart> byName;
    for (const DayTotals &row : rows) {
        NamedChart &chart = byName[row.name];
        chart.name = row.name;
        chart.totals += row.totals;
        chart.costByDay.resize(static_cast<std::size_t>(days.to - days.from + 1));
        chart.costByDay[static_cast<std::size_t>(row.day - days.from)] += row.totals.costPico;
    }
    std::vector<NamedChart> result;
    result.reserve(byName.size());
    for (auto &[name, chart] : byName)
        result.push_back(std::move(chart));
    return result;
}

QueryToken Questions::chart(Dimension dimension, DayRange days, Callback<std::vector<NamedChart>> callback)
{
    return series(dimension, days,
                  [days, callback = std::move(callback)](QueryToken token,
                                                         const Result<std::vector<DayTotals>> &answer) {
                      if (!answer.ok())
                          return callback(token, answer.error());
                      callback(token, chartsOf(answer.value(), days));
                  });
}

}   // namespace gw::ledger
