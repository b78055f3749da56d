#pragma once

#include "core/ledger/questions.h"
#include "core/postgres/link.h"

#include <atomic>
#include <mutex>

namespace gw::sharedledger {

// Answers questions about the rows of all gateways, on a thread and a connection of its own. DatabaseAway
// while there is no connection, or no table yet.
class SharedReader final : public ledger::Questions
{
public:
    // prepare: of each new connection, as Link::Options has it; the tables must be there after it.
    SharedReader(postgres::Settings settings, postgres::Link::Job prepare);

    // From any thread.
    bool up() const noexcept { return m_link.up() && !m_closed; }
    // From now on nobody is answered. Waits for an answer that is being given.
    void close();

    using Questions::series;
    ledger::QueryToken page(ledger::PageQuery query, Callback<ledger::Page> callback) override;
    ledger::QueryToken find(std::string text, Callback<std::vector<ledger::Row>> callback) override;
    ledger::QueryToken totals(ledger::Dimension dimension, ledger::DayRange days,
                              Callback<std::vector<ledger::NamedTotals>> callback) override;
    ledger::QueryToken series(ledger::Dimension dimension, std::optional<std::string> name,
                              ledger::DayRange days,
                              Callback<std::vector<ledger::DayTotals>> callback) override;
    ledger::QueryToken count(ledger::Filter filter, Callback<std::int64_t> callback) override;
    ledger::QueryToken breakdown(ledger::BreakdownQuery query,
                                 Callback<std::vector<ledger::BreakdownRow>> callback) override;

private:
    // Asks on the link's thread and answers there.
    template <typename Answer>
    ledger::QueryToken ask(Callback<Answer> callback,
                           std::function<Result<Answer>(postgres::Connection &)> work);

    std::recursive_mutex m_answering;     // An answer may ask again.
    std::atomic<bool> m_closed = false;   // Set under the mutex.
    postgres::Link m_link;                // Last: it calls what stands above.
};

}   // namespace gw::sharedledger
