#pragma once

#include "ui/framework/page.h"

#include <QList>

namespace gw::ui {

struct Page
{
    QString id;
    PageInfo about;
};

// Every file of ui/pages, in the order of the navigation.
QList<Page> allPages();

}   // namespace gw::ui
