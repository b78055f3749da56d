#include "core/ledger/ledger.h"

namespace gw::ledger {

Ledger::Ledger(const Options &options)
    : m_gatewayId(options.gatewayId)
    , m_writer({.folder = options.folder, .workers = options.workers})
    , m_bodies(options.folder)
{}

Ledger::Ledger(WriterOptions options)
    : m_writer(options)
    , m_bodies(options.folder)
{}

void Ledger::stop()
{
    m_writer.stop();
    m_bodies.stop();
}

}   // namespace gw::ledger
