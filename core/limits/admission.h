#pragma once

#include "core/base/result.h"
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
    std::atomic<bool> m_hasProxy{false};   // Most gateways have none, and every request asks.
};

struct Question
{
    Asker asker;
    std::int64_t input = 0;        // Tokens, estimated.
    std::int64_t maxOutput = -1;   // As the request bounds it; -1: it does not.
    // Of the model that is likely to answer; null: unknown. Asked for only where there are budgets.
    std::function<const pricing::Price *()> price;
    std::int64_t nowUs = 0;   // Unix.
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

    // BudgetExceeded or RateLimited with how long to wait; nothing is held then.
    Result<void> begin(Limiter &limiter, const Question &question);
    // More has been spent than was put by: that much is put by from now on.
    void spentSoFar(access::Pico pico);
    // Tokens of an answer; output -1: unknown.
    void used(std::int64_t input, std::int64_t output);
    // The request is over and its cost is booked.
    void end();
    // The caller's limits and what is left of them (CONTRACT 5); of a refusal also its reason. Own limits of
    // the key go before what the provider says of its own.
    void addHeaders(wire::Headers &headers) const;

private:
    Result<void> putBy(const std::vector<BudgetLine> &lines, access::Pico pico, std::int64_t nowUs);

    Limiter *m_limiter = nullptr;
    Windows::Places m_places;
    std::vector<access::AccountPtr> m_accounts;   // That m_reserved is put by from.
    access::Pico m_reserved = 0;
    std::optional<access::Pico> m_keyBudget;
    std::optional<Windows::Refusal> m_refusal;
    bool m_final = false;   // Refused for good: trying again is of no use.
    std::string m_keyHash;
    std::string m_model;
    std::int64_t m_nowUs = 0;
};

}   // namespace gw::limits
