#include "ui/dialogs/teststeps.h"

#include "ui/dialogs/addprovider.h"
#include "ui/framework/format.h"

namespace gw::ui {

namespace {

using Kind = client::TestStep::Kind;
using State = client::TestStep::State;

QString stepName(Kind kind)
{
    switch (kind) {
    case Kind::Resolve:
        return AddProvider::tr("DNS");
    case Kind::Connect:
        return AddProvider::tr("TCP");
    case Kind::Tls:
        return AddProvider::tr("TLS");
    case Kind::Key:
        return AddProvider::tr("Key", "a credential");
    case Kind::Models:
        return AddProvider::tr("Models");
    case Kind::Stream:
        return AddProvider::tr("Stream");
    }
    return {};
}

Mark stepMark(State state)
{
    switch (state) {
    case State::Running:
        return Mark::Busy;
    case State::Passed:
        return Mark::Ok;
    case State::Failed:
        return Mark::Error;
    case State::Waiting:
    case State::Skipped:
        break;
    }
    return Mark::Off;
}

QString stepNote(const client::TestStep &step)
{
    switch (step.state) {
    case State::Running:
        return AddProvider::tr("trying…");
    case State::Passed:
        return duration(step.tookUs);
    case State::Failed:
        return AddProvider::tr("failed");
    case State::Skipped:
        return AddProvider::tr("not needed");
    case State::Waiting:
        break;
    }
    return {};
}

}   // namespace

StepStrip::Step shownStep(const client::TestStep &step)
{
    return {stepName(step.kind), stepMark(step.state), stepNote(step)};
}

}   // namespace gw::ui
