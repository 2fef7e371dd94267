/*
 * Answers questions about a policy with libsepol's security server, one line each, blank-separated, from standard input:
 *   av SOURCE TARGET CLASS          the allowed permissions, in hexadecimal by bit
 *   transition OLD NEW TASK CLASS   1 when validatetrans allows the relabelling, else 0
 *   context CONTEXT                 1 when it is valid, else 0
 * A context that is not valid, or a class that does not exist, gives "invalid".
 */
#include <stdio.h>
#include <string.h>
#include <sepol/policydb/policydb.h>
#include <sepol/policydb/services.h>
#include <sepol/policydb/sidtab.h>
#include <sepol/debug.h>
#include <sepol/sepol.h>

/* Contexts are looked up by walking the whole table. */
#define QUESTIONS_PER_TABLE 64

static sidtab_t sids;

static void forget_contexts(void)
{
	sepol_sidtab_destroy(&sids);
	sepol_sidtab_init(&sids);
}

static int sid_of(const char *context, sepol_security_id_t *sid)
{
	return context == NULL ? -1 : sepol_context_to_sid(context, strlen(context) + 1, sid);
}

static void answer_av(char **words)
{
	sepol_security_id_t source, target;
	sepol_security_class_t tclass;
	struct sepol_av_decision decision;
	if (sid_of(words[1], &source) || sid_of(words[2], &target) || sepol_string_to_security_class(words[3], &tclass) ||
	    sepol_compute_av(source, target, tclass, 0, &decision))
		puts("invalid");
	else
		printf("%x\n", decision.allowed);
}

static void answer_transition(char **words)
{
	sepol_security_id_t old, new, task;
	sepol_security_class_t tclass;
	char *reason = NULL;
	if (sid_of(words[1], &old) || sid_of(words[2], &new) || sid_of(words[3], &task) || sepol_string_to_security_class(words[4], &tclass))
		puts("invalid");
	else
		puts(sepol_validate_transition_reason_buffer(old, new, task, tclass, &reason, 0) == 0 ? "1" : "0");
}

int main(int argc, char **argv)
{
	static char line[1 << 20];
	FILE *policy = argc == 2 ? fopen(argv[1], "rb") : NULL;
	sepol_debug(0);
	if (policy == NULL || sepol_set_policydb_from_file(policy) < 0)
		return 1;
	sepol_sidtab_init(&sids);
	sepol_set_sidtab(&sids);
	for (int question = 1; fgets(line, sizeof line, stdin) != NULL; question++) {
		if (question % QUESTIONS_PER_TABLE == 0)
			forget_contexts();
		char *words[5] = {NULL};
		int count = 0;
		sepol_security_id_t sid;
		for (char *word = strtok(line, " \n"); word != NULL && count < 5; word = strtok(NULL, " \n"))
			words[count++] = word;
		if (count == 4 && strcmp(words[0], "av") == 0)
			answer_av(words);
		else if (count == 5 && strcmp(words[0], "transition") == 0)
			answer_transition(words);
		else if (count == 2 && strcmp(words[0], "context") == 0)
			puts(sid_of(words[1], &sid) == 0 ? "1" : "0");
		else
			return 2;
	}
	return 0;
}
