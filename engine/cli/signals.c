/* Being told to end: no handler and no state, the signal simply waits until nothing would be left behind. */
#include "cli/cli.h"

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

void sp_signals_hold(struct sp_hold *hold)
{
    sigset_t held;
    sigemptyset(&held);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        /* A signal that is ignored (nohup, a job in the background) would wait as well, and stop a work that it must not stop. */
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&held, numbers[i]);
    }
    sigemptyset(&hold->before);
    sigprocmask(SIG_BLOCK, &held, &hold->before);
}

bool sp_signals_waiting(void)
{
    sigset_t waiting;
    bool found = false;
    sigemptyset(&waiting);
    sigpending(&waiting);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        found = found || sigismember(&waiting, numbers[i]) == 1;
    return found;
}

void sp_signals_release(const struct sp_hold *hold)
{
    sigprocmask(SIG_SETMASK, &hold->before, NULL);
}
