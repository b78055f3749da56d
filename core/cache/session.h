#pragma once

#include "core/cache/controls.h"
#include "core/cache/embeddinglist.h"
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
    // provider is to be asked. Of embeddings (Entry::adapter is empty) it is what the client gets, as it is.
    using Found = std::function<void(EntryPtr)>;
    void lookUp(const Question &question, Found found);
    // Of the answer as clients see it: "<namespace>:<lower-case hexadecimal SHA-256>". Empty where there is
    // no answer, unless it is known anyway.
    const std::string &name() const noexcept { return m_name; }
    bool missed() const noexcept { return m_missed; }

    // Of embeddings, when null was found: the cache knows some of them, so that rest() of the request's body
    // is to be asked for.
    bool knowsPart() const { return m_list && m_list->knowsAny(); }
    std::string rest(std::string body) const { return m_list->rest(std::move(body)); }
    void forgetPart()
    {
        if (m_list)
            m_list->forget();
    }
    // Of embeddings: tokens of what the cache knew.
    std::int64_t knownTokens() const { return m_list ? m_list->knownTokens() : 0; }

    // A provider's good answer begins; what an earlier attempt said is forgotten.
    void begin(const Source &source);
    void add(std::string_view bytes);
    // Puts what the cache knew into the client's answer to rest(). UpstreamMalformed: it is no answer to it.
    Result<void> complete(std::string &answer);
    // What has been said is of no use to others.
    void forget();
    // It is complete: kept, and given to all who wait.
    void keep();
    // There will be no answer: all who wait ask for themselves.
    void fail();

private:
    struct Link;   // What callbacks hold of a session that may be gone.

    std::string inSpace(const std::string &hash) const;
    // False where nobody can say what shapes the answer.
    bool makeKeys(const Question &question, const KeyParts &parts);
    std::string keyOfText();
    void ask();
    // What memory or another store has for an embedding.
    void load(std::size_t item, const EntryPtr &entry);
    void askOutside();
    void askOutsideForItems();
    // The answer, once all embeddings are known; else null.
    EntryPtr wholeList() const;
    void keepItems();
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
    // Of embeddings.
    std::optional<EmbeddingList> m_list;
    std::vector<std::string> m_itemKeys;
    std::vector<std::size_t> m_taken;   // Of items, what the provider has said.
    std::string m_model;                // As the client named it.
    std::string m_deployment;           // That knew one of them.
    std::string m_upstreamModel;
    std::size_t m_asked = 0;   // Items that the other store is looking for.
};

}   // namespace gw::cache
