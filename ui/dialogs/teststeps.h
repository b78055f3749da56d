#pragma once

#include "core/client/values.h"
#include "ui/framework/forms.h"

namespace gw::ui {

// A step of a connection test as a StepStrip shows it.
StepStrip::Step shownStep(const client::TestStep &step);

}   // namespace gw::ui
