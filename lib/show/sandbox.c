/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sandbox - run one helper program on one script, and believe it nothing. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "show/sandbox.h"

enum {
	PATH_BYTES = 4096,
	FILE_BYTES_MAX = 64 << 20,   /* room for a font cache, not for a full disk */
	CPU_SECONDS_MAX = 60,
	WAKE_MILLISECONDS = 100      /* how late a signal or the time limit is noticed */
};

struct place {
	char program[PATH_BYTES];
	char folder[PATH_BYTES];
	char script[PATH_BYTES + 16];
};

struct pipes {
	int output[2];
	int errors[2];
};

/* ---- signals: the folder must go even when we are told to stop ------------------ */

static const int stopping[] = { SIGHUP, SIGINT, SIGTERM };
enum { STOPPING = sizeof stopping / sizeof *stopping };

static volatile sig_atomic_t caught;

static void catch(int number)
{
	caught = number;
}

static void signals_take(struct sigaction before[STOPPING])
{
	struct sigaction action = { .sa_handler = catch };

	caught = 0;
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < STOPPING; i++) {
		sigaction(stopping[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(stopping[i], &action, NULL);
	}
}

static void signals_give_back(const struct sigaction before[STOPPING])
{
	for (int i = 0; i < STOPPING; i++)
		sigaction(stopping[i], &before[i], NULL);
	if (caught)
		raise(caught);
}

/* ---- the private folder --------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	return remove(path);
}

static void folder_remove(const struct place *place)
{
	nftw(place->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static int folder_new(struct place *place, struct fault *fault)
{
	const char *parent = getenv("TMPDIR");

	if (!parent || *parent != '/' || strlen(parent) > PATH_BYTES / 2)
		parent = "/tmp";
	snprintf(place->folder, sizeof place->folder, "%s/verlauf-XXXXXX", parent);
	if (!mkdtemp(place->folder))
		return fault_system(fault, parent, N_("cannot make a private folder"));
	return 0;
}

static int write_all(int file, const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(file, text, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

static int script_write(struct place *place, const struct sandbox_job *job, struct fault *fault)
{
	int file, failed;

	snprintf(place->script, sizeof place->script, "%s/script", place->folder);
	file = open(place->script, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    S_IRUSR | S_IWUSR);
	if (file < 0)
		return fault_system(fault, place->script, N_("cannot write"));
	failed = write_all(file, job->script, job->length) != 0;
	if (failed)
		fault_system(fault, place->script, N_("cannot write"));
	if (close(file) != 0)
		failed = fault_system(fault, place->script, N_("cannot write"));
	return failed ? -1 : 0;
}

/* ---- finding the program -------------------------------------------------------- */

static int is_program(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode) && access(path, X_OK) == 0;
}

/* Relative folders of PATH are passed over: they mean something else in each folder. */
static int find(struct place *place, const struct sandbox_job *job, struct fault *fault)
{
	const char *folder = getenv("PATH");

	if (!folder)
		folder = "/usr/local/bin:/usr/bin:/bin";
	while (*folder) {
		int length = (int)strcspn(folder, ":");

		if (*folder == '/' && (size_t)length < PATH_BYTES / 2) {
			snprintf(place->program, sizeof place->program, "%.*s/%s", length, folder,
				 job->program);
			if (is_program(place->program))
				return 0;
		}
		folder += length;
		folder += *folder == ':';
	}
	return fault_set(fault, STATUS_SYSTEM,
			 N_("%s is not installed; on Debian and Ubuntu: apt-get install %s"),
			 job->program, job->package);
}

/* ---- the child ------------------------------------------------------------------ */

static int limit(int resource, rlim_t most)
{
	struct rlimit limits;

	if (getrlimit(resource, &limits) != 0)
		return -1;
	if (limits.rlim_max == RLIM_INFINITY || limits.rlim_max > most)
		limits.rlim_max = most;
	if (limits.rlim_cur == RLIM_INFINITY || limits.rlim_cur > limits.rlim_max)
		limits.rlim_cur = limits.rlim_max;
	return setrlimit(resource, &limits);
}

/* Between fork and exec: only what POSIX allows there. */
static _Noreturn void become(const struct place *place, const struct pipes *pipes,
			     char *const arguments[], char *const environment[])
{
	int nothing = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	umask(077);
	if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
	    dup2(pipes->output[1], STDOUT_FILENO) >= 0 &&
	    dup2(pipes->errors[1], STDERR_FILENO) >= 0 && chdir(place->folder) == 0 &&
	    limit(RLIMIT_CPU, CPU_SECONDS_MAX) == 0 && limit(RLIMIT_FSIZE, FILE_BYTES_MAX) == 0 &&
	    limit(RLIMIT_CORE, 0) == 0) {
		if (nothing > STDERR_FILENO)
			close(nothing);
		execve(place->program, arguments, environment);
	}
	_exit(127);
}

static pid_t start(const struct place *place, const struct sandbox_job *job,
		   const struct pipes *pipes)
{
	char cache[PATH_BYTES + 32];
	char *arguments[4] = { (char *)job->program }, **next = arguments + 1;
	char *const environment[] = { "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8",
				      "SOURCE_DATE_EPOCH=0", cache, NULL };
	pid_t child;

	snprintf(cache, sizeof cache, "XDG_CACHE_HOME=%s", place->folder);
	if (job->option)
		*next++ = (char *)job->option;
	if (job->script)
		*next++ = (char *)place->script;
	*next = NULL;
	child = fork();
	if (child == 0)
		become(place, pipes, arguments, environment);
	if (child > 0)
		setpgid(child, child);   /* whoever comes first */
	return child;
}

/* ---- listening to it ------------------------------------------------------------ */

/* Above the standard streams, which may be closed, so that dup2 in the child works. */
static int pipe_new(int ends[2])
{
	int low[2];

	if (pipe(low) != 0)
		return -1;
	ends[0] = fcntl(low[0], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	ends[1] = fcntl(low[1], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(low[0]);
	close(low[1]);
	return ends[0] >= 0 && ends[1] >= 0 ? 0 : -1;
}

static void end_close(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

static void pipes_close(struct pipes *pipes)
{
	for (int i = 0; i < 2; i++) {
		end_close(&pipes->output[i]);
		end_close(&pipes->errors[i]);
	}
}

static double now(void)
{
	struct timespec time = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void keep(struct sandbox_result *result, const char *block, size_t length)
{
	result->output = mem_resize(result->output, result->length + length + 1, 1);
	memcpy(result->output + result->length, block, length);
	result->length += length;
	result->output[result->length] = '\0';
}

static void keep_complaint(struct sandbox_result *result, const char *block, size_t length)
{
	size_t room = sizeof result->complaint - 1 - result->complaint_length;

	if (length > room)
		length = room;
	memcpy(result->complaint + result->complaint_length, block, length);
	result->complaint_length += length;
}

/* Closes the end when nothing more will come. */
static void drain(int *end, struct sandbox_result *result,
		  void (*take)(struct sandbox_result *, const char *, size_t))
{
	char block[65536];
	ssize_t length = read(*end, block, sizeof block);

	if (length > 0)
		take(result, block, (size_t)length);
	else if (length == 0 || errno != EINTR)
		end_close(end);
}

static void listen_to(struct pipes *pipes, const struct sandbox_job *job, double deadline,
		      struct sandbox_result *result)
{
	while ((pipes->output[0] >= 0 || pipes->errors[0] >= 0) && !caught) {
		struct pollfd ends[] = { { .fd = pipes->output[0], .events = POLLIN },
					 { .fd = pipes->errors[0], .events = POLLIN } };

		result->late = now() > deadline;
		result->too_much = result->length > job->most;
		if (result->late || result->too_much)
			return;
		if (poll(ends, 2, WAKE_MILLISECONDS) <= 0)
			continue;
		if (ends[0].revents)
			drain(&pipes->output[0], result, keep);
		if (ends[1].revents)
			drain(&pipes->errors[0], result, keep_complaint);
	}
}

/* It may have closed its streams and live on; whatever it started ends with it. */
static void finish(pid_t child, double deadline, struct sandbox_result *result)
{
	const struct timespec pause = { .tv_nsec = 2000000 };
	pid_t ended = 0;

	while (!caught && !result->late && !result->too_much) {
		ended = waitpid(child, &result->wait_status, WNOHANG);
		if (ended != 0)
			break;
		nanosleep(&pause, NULL);
		result->late = now() > deadline;
	}
	kill(-child, SIGKILL);
	while (ended == 0 && waitpid(child, &result->wait_status, 0) < 0 && errno == EINTR)
		;
}

static int run_in(const struct place *place, const struct sandbox_job *job,
		  struct sandbox_result *result, struct fault *fault)
{
	struct pipes pipes = { { -1, -1 }, { -1, -1 } };
	double deadline = now() + job->seconds;
	pid_t child = -1;

	if (pipe_new(pipes.output) == 0 && pipe_new(pipes.errors) == 0)
		child = start(place, job, &pipes);
	if (child < 0) {
		fault_system(fault, place->program, N_("cannot be started"));
		pipes_close(&pipes);
		return -1;
	}
	end_close(&pipes.output[1]);
	end_close(&pipes.errors[1]);
	listen_to(&pipes, job, deadline, result);
	pipes_close(&pipes);
	finish(child, deadline, result);
	if (caught)
		return fault_set(fault, STATUS_SYSTEM, N_("stopped by a signal"));
	return 0;
}

int sandbox_run(const struct sandbox_job *job, struct sandbox_result *result, struct fault *fault)
{
	struct sigaction before[STOPPING];
	struct place place;
	int failed;

	memset(result, 0, sizeof *result);
	keep(result, "", 0);
	if (find(&place, job, fault) != 0)
		return -1;
	signals_take(before);
	failed = folder_new(&place, fault);
	if (!failed) {
		failed = (job->script && script_write(&place, job, fault) != 0) ||
			 run_in(&place, job, result, fault) != 0;
		folder_remove(&place);
	}
	signals_give_back(before);
	return failed ? -1 : 0;
}

/* ---- judging it ----------------------------------------------------------------- */

/* Its first line; it may quote the script, and so values from the data. */
static void show_complaint(const struct sandbox_result *result, struct fault *fault)
{
	size_t blank = strspn(result->complaint, " \t\n");

	fault_seen(fault, result->complaint + blank, strcspn(result->complaint + blank, "\n"));
}

int sandbox_judge(const struct sandbox_job *job, const struct sandbox_result *result,
		  struct fault *fault)
{
	int status = result->wait_status;

	if (!result->late && !result->too_much && WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
	    result->complaint_length == 0)
		return 0;
	if (result->late)
		fault_set(fault, STATUS_SYSTEM, N_("%s did not end within %d seconds"),
			  job->program, job->seconds);
	else if (result->too_much)
		fault_set(fault, STATUS_SYSTEM, N_("%s wrote more than %zu bytes"), job->program,
			  job->most);
	else if (WIFSIGNALED(status))
		fault_set(fault, STATUS_SYSTEM, N_("%s was ended by signal %d"), job->program,
			  WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		fault_set(fault, STATUS_SYSTEM, N_("%s ended with status %d"), job->program,
			  WEXITSTATUS(status));
	else
		fault_set(fault, STATUS_SYSTEM, N_("%s complained and its output is not trusted"),
			  job->program);
	show_complaint(result, fault);
	return -1;
}

void sandbox_free(struct sandbox_result *result)
{
	free(result->output);
	memset(result, 0, sizeof *result);
}
