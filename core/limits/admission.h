#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/limits/lines.h"
#include "core/limits/refusals.h"
#include "core/limits/typicaloutputs.h"
#include "core/limits/windows.h"
#include "core/pricing/price.h"
#include "core/wire/headers.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace gw::limits {

// What all admissions of a process share. Thread-safe.
class Limiter
{
public:
    static constexpr std::int64_t kWindowS = 60;   // LITELLM_RATE_LIMIT_WINDOW_SIZE

    explicit Limiter(std::int64_t windowS = kWindowS)
        : m_windows(windowS * 1'000'000)
    {}
    // amount: USD as decimal text; empty: none.
    void setProxyBudget(const std::string &amount, const std::string &duration);
    // Null: there is none.
    std::shared_ptr<const ProxyBudget> proxy() const;
    // How long a window of rates is, and which tokens of an answer count in it.
    void setRates(std::int64_t windowS, config::LimitDefaults::Tokens counted);
    // Requests are cut when a budget above them is used up while they run.
    void setHardBudget(bool hard) noexcept { m_hard = hard; }
    const Refusals &refusals() const noexcept { return m_refusals; }
    // What the line has seen in the window that runs.
    Windows::Use useOf(const RateLine &line, std::int64_t nowUs) { return m_windows.useOf(line, nowUs); }

private:
    friend class Admission;

    Windows m_windows;
    TypicalOutputs m_outputs;
    Refusals m_refusals;
    mutable std::mutex m_mutex;
    std::shared_ptr<const ProxyBudget> m_proxy;
    std::atomic<config::LimitDefaults::Tokens> m_counted{config::LimitDefaults::Tokens::Total};
    std::atomic<bool> m_hard{false};
    std::atomic<bool> m_hasProxy{false};   // Most gateways have none, and every request asks.
};

struct Question
{
    Asker asker;
    std::int64_t input = 0;        // Tokens, estimated.
    std::int64_t maxOutput = -1;   // As the request bounds it; -1: it does not.
    // Of the model that is likely to answer; null: unknown. Asked for only where there are budgets.
    std::function<const pricing::Price *()> price;
    std::optional<access::Pico> cost = {};   // Where it is known beforehand, whatever the tokens.
    std::int64_t nowUs = 0;                  // Unix.
};

// One request's leave to spend: its place in rate windows, and money put by for it in every budget above it
// until the ledger knows what it has cost (DESIGN 4). What is given out together with what is put by stays
// within a budget, so that it is passed at most by what the requests under way cost beyond their
// reservations; only a budget that nothing is put by from admits a request larger than what is left. Belongs
// to one thread; gives everything back when it dies.
class Admission
{
public:
    Admission() = default;
    ~Admission() { end(); }
    Admission(const Admission &) = delete;
    Admission &operator=(const Admission &) = delete;

    // First everything but rates: BudgetExceeded with how long to wait; nothing is held then.
    Result<void> prepare(Limiter &limiter, const Question &question);
    // Asks the other gateways; enter() is to be called with what they say. False: there is nothing to ask;
    // call it now, with nothing. ticket is this request's alone.
    [[nodiscard]] bool ask(const std::shared_ptr<RateShare> &share, const std::string &ticket,
                           RateShare::Told told);
    // RateLimited with how long to wait; nothing is held then.
    Result<void> enter(const std::optional<RateShare::Answer> &together);

    // What the request has cost until now; beyond what was put by, that much is put by from now on.
    // BudgetExceeded: a budget is used up, and budgets are hard.
    Result<void> spentSoFar(access::Pico pico);
    // Tokens of an answer; output -1: unknown.
    void used(std::int64_t input, std::int64_t output);
    // The request is over and its cost is booked.
    void end();
    // The caller's limits and what is left of them (CONTRACT 5); of a refusal also its reason. Own limits of
    // the key go before what the provider says of its own.
    void addHeaders(wire::Headers &headers) const;

private:
    void refuse(const BudgetLine &line, access::Pico used) const;
    Error refused(Windows::Refusal refusal);
    Result<void> putBy(const std::vector<BudgetLine> &lines, access::Pico pico, std::int64_t nowUs);

    Limiter *m_limiter = nullptr;
    std::vector<RateLine> m_lines;   // Between prepare() and enter().
    Windows::Places m_places;
    std::shared_ptr<RateShare> m_share;           // Null: rates count here alone.
    std::string m_ticket;                         // In m_share.
    std::vector<access::AccountPtr> m_accounts;   // That m_reserved is put by from.
    access::Pico m_reserved = 0;
    std::vector<BudgetLine> m_hardLines;   // Where budgets are hard: all above this request.
    std::optional<access::Pico> m_keyBudget;
    std::optional<Windows::Refusal> m_refusal;
    bool m_final = false;   // Refused for good: trying again is of no use.
    std::string m_keyHash;
    std::string m_model;
    std::int64_t m_nowUs = 0;
};

}   // namespace gw::limits
