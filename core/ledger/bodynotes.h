#pragma once

#include "core/ledger/bodystore.h"

#include <memory>
#include <string_view>

namespace gw::ledger {

// Takes down what is said in one request, and gives it to the store when it dies. While the store keeps
// nothing it does nothing and copies nothing. Belongs to its request's thread.
class BodyNotes
{
public:
    // store may be null; it outlives this.
    BodyNotes(BodyStore *store, const Id128 &request)
    {
        if (store && store->keeping())
            m_record = std::make_unique<Record>(*store, request);
    }
    ~BodyNotes()
    {
        if (m_record)
            finish();
    }
    BodyNotes(const BodyNotes &) = delete;
    BodyNotes &operator=(const BodyNotes &) = delete;

    bool keeping() const noexcept { return m_record != nullptr; }
    // Of this request nothing is kept.
    void forget() noexcept { m_record.reset(); }
    void clientRequest(std::string_view bytes, std::string_view contentType)
    {
        if (m_record)
            add(BodyPart::ClientRequest, bytes, contentType);
    }
    // Begins an attempt.
    void upstreamRequest(std::size_t attempt, std::string_view bytes)
    {
        if (m_record) {
            m_record->attempt = static_cast<std::uint16_t>(attempt);
            add(BodyPart::UpstreamRequest, bytes, {});
        }
    }
    void upstreamHead(int status, std::string_view contentType)
    {
        if (m_record)
            begin(BodyPart::UpstreamAnswer, status, contentType);
    }
    // Answers come in pieces.
    void upstreamAnswer(std::string_view bytes)
    {
        if (m_record)
            add(BodyPart::UpstreamAnswer, bytes, {});
    }
    void clientAnswer(std::string_view bytes)
    {
        if (m_record)
            add(BodyPart::ClientAnswer, bytes, {});
    }

private:
    struct Record
    {
        Record(BodyStore &itsStore, const Id128 &request)
            : store(itsStore)
        {
            kept.request = request;
        }
        BodyStore &store;
        KeptBodies kept;
        std::uint16_t attempt = 0;
        std::size_t held = 0;
        bool lost = false;   // There was no room for all of it.
    };
    Body &place(BodyPart part);
    void begin(BodyPart part, int status, std::string_view contentType);
    void add(BodyPart part, std::string_view bytes, std::string_view contentType);
    void finish();

    std::unique_ptr<Record> m_record;
};

}   // namespace gw::ledger
