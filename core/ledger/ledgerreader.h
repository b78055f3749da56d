#pragma once

#include "core/base/result.h"
#include "core/ledger/questions.h"
#include "core/ledger/requestqueries.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>

namespace gw::ledger {

// Answers questions about the ledger on a thread and a read-only connection of its own, one after the other.
// Functions may be called from any thread and return at once. Callbacks come on the reader's thread (post
// them home) and not at all once cancel() has returned or after the destructor has begun; an answer that is
// being delivered at that moment may still arrive. A missing database is an error in the answer.
class LedgerReader final : public Questions
{
public:
    // folder is the one given to the ledger; the database need not exist yet.
    explicit LedgerReader(const std::string &folder);
    ~LedgerReader() override;
    LedgerReader(const LedgerReader &) = delete;
    LedgerReader &operator=(const LedgerReader &) = delete;

    using Questions::series;
    QueryToken page(PageQuery query, Callback<Page> callback) override;
    QueryToken find(std::string text, Callback<std::vector<Row>> callback) override;
    QueryToken totals(Dimension dimension, DayRange days,
                      Callback<std::vector<NamedTotals>> callback) override;
    QueryToken series(Dimension dimension, std::optional<std::string> name, DayRange days,
                      Callback<std::vector<DayTotals>> callback) override;
    QueryToken chart(Dimension dimension, DayRange days, Callback<std::vector<NamedChart>> callback) override;
    QueryToken count(Filter filter, Callback<std::int64_t> callback) override;
    QueryToken breakdown(BreakdownQuery query, Callback<std::vector<BreakdownRow>> callback) override;

    // Requests, newest first; their rows are those of the last attempt. Meant for short spans of an outline.
    QueryToken requests(RequestsQuery query, Callback<std::vector<RequestRow>> callback);
    // In parts, about every 50 ms, the first as soon as one span is found.
    QueryToken outline(OutlineQuery query, Callback<Outline> callback);
    // In parts, about every 50 ms.
    QueryToken sums(SumsQuery query, Callback<RequestSums> callback);
    // Looks at all that the filter's times allow.
    QueryToken tariffs(TariffQuery query, Callback<std::vector<TariffRow>> callback);
    // In their order.
    QueryToken attempts(Id128 request, Callback<std::vector<Row>> callback);
    QueryToken names(Callback<KnownNames> callback);
    void cancel(QueryToken token);

private:
    class Connection;
    using Task = std::function<void(Connection &)>;

    friend class SumReader;
    QueryToken post(std::function<void(Connection &, QueryToken)> task);
    bool isCancelled(QueryToken token) const;
    void run();

    const std::string m_path;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::pair<QueryToken, std::function<void(Connection &, QueryToken)>>> m_tasks;
    std::set<QueryToken> m_cancelled;   // Waiting or being answered.
    QueryToken m_lastToken = 0;
    QueryToken m_running = 0;
    bool m_stopping = false;
    std::thread m_thread;
};

}   // namespace gw::ledger
