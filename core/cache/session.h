#pragma once

#include "core/cache/controls.h"
#include "core/cache/workercache.h"
#include "core/wire/headers.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gw::cache {

// What is asked; call must stay as it is until the answer has come.
struct Question
{
    const chat::Call *call = nullptr;
    const wire::Headers *headers = nullptr;
    std::string_view group;   // Of deployments, or one deployment's id.
    std::string_view keyHash;
    std::string_view teamId;
};

// Who gives an answer.
struct Source
{
    std::string_view deploymentId;
    std::string_view adapter;
    std::string_view upstreamModel;
    std::string_view contentType;
};

// One request's dealings with the cache: looks its answer up, waits for an equal request's that is under way,
// and keeps what the provider says. Belongs to its worker's thread; may die at any time.
class Session
{
public:
    explicit Session(WorkerCache &worker);
    ~Session();   // Whoever waited for this request's answer goes on.
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // Called exactly once, possibly at once, unless the session dies before: the answer, or null when the
    // provider is to be asked.
    using Found = std::function<void(EntryPtr)>;
    void lookUp(const Question &question, Found found);
    // Of the answer as clients see it: "<namespace>:<lower-case hexadecimal SHA-256>". Empty where there is
    // no answer, unless it is known anyway.
    const std::string &name() const noexcept { return m_name; }
    bool missed() const noexcept { return m_missed; }

    // A provider's good answer begins; what an earlier attempt said is forgotten.
    void begin(const Source &source);
    void add(std::string_view bytes);
    // What has been said is of no use to others.
    void forget();
    // It is complete: kept, and given to all who wait.
    void keep();
    // There will be no answer: all who wait ask for themselves.
    void fail();

private:
    struct Link;   // What callbacks hold of a session that may be gone.

    std::string inSpace(const std::string &hash) const;
    void ask();
    void answer(EntryPtr entry);
    // Of the call that the worker's text is about.
    void makeName();
    void onLanded(Flights::Landing landing, EntryPtr entry);
    bool isFresh(const EntryPtr &entry) const;
    void land(Flights::Landing landing, const EntryPtr &entry);

    WorkerCache &m_worker;
    PolicyPtr m_policy;
    Controls m_controls;
    std::string m_space;
    // Made by SHA-256 only where others must find the same: it would cost more than all else the cache does.
    std::string m_key;
    std::string m_name;
    Found m_found;
    std::shared_ptr<Link> m_link;
    net::TimerId m_timer = 0;   // Of waiting.
    bool m_leads = false;
    bool m_missed = false;
    bool m_records = false;
    Entry m_entry;
};

}   // namespace gw::cache
