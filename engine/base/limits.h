/* Limits on what an input can make large. Each has a reason and a test. */
#ifndef SPASER_BASE_LIMITS_H
#define SPASER_BASE_LIMITS_H

/* A rule file is written by hand: 8 MiB is over a hundred times the largest we ship; offsets stay in 32 bits. */
#define SP_LIMIT_RULE_FILE_BYTES (8u << 20)
/* A contract file or portfolio: places are 32-bit offsets or lines. */
#define SP_LIMIT_DATA_FILE_BYTES (2047u << 20)
/* Rule files read by one program: protects from `utilise` of a whole disk. */
#define SP_LIMIT_RULE_FILES 4096
/* Nesting of parentheses and of expressions: recursion in C follows it. */
#define SP_LIMIT_EXPRESSION_DEPTH 200
/* Diagnostics kept in one run: a person reads far fewer; a wrong file cannot fill the memory. */
#define SP_LIMIT_DIAGNOSTICS 1000
/* Elements of a `plusieurs parmi`: a bit each in 64 bits. */
#define SP_LIMIT_SET_ITEMS 64
/* Values of a `choix`: a small integer. */
#define SP_LIMIT_CHOICE_ITEMS 4096
/* Fields of a program, lists included. */
#define SP_LIMIT_FIELDS 4096
/* Elements of one list in one contract (lots, criteria). */
#define SP_LIMIT_LIST_ITEMS 10000
/* Depth of a YAML or JSON contract document (contrats > contrat > lots > lot > field is 5). */
#define SP_LIMIT_DOCUMENT_DEPTH 16
/* Values that YAML aliases may repeat in one document ("billion laughs"). */
#define SP_LIMIT_ALIAS_VALUES 10000
/* Length of one text value in a contract, in bytes. */
#define SP_LIMIT_TEXT_BYTES (64u << 10)
/* Contracts of one portfolio. */
#define SP_LIMIT_CONTRACTS 10000000
/* Cases looked at to find which fields still matter for one undecided verdict; past it the list is the (larger) Kleene one. */
#define SP_LIMIT_EXPLORED_CASES 4096
/* Rows of a decision table: the search for gaps and overlaps grows with them. */
#define SP_LIMIT_TABLE_ROWS 512
/* Draws of one simulation (--tirages): past that, the figures gain no decimal that a reader sees. */
#define SP_LIMIT_DRAWS 1000000
/* Scenarios of a program, and changes of one with those it begins with: each holds a copy of all of its changes. */
#define SP_LIMIT_SCENARIOS 200
#define SP_LIMIT_SCENARIO_CHANGES 500
/* Points of a sweep (`--balayer`): each is the whole portfolio again, and a line of a table that somebody reads. */
#define SP_LIMIT_SWEEP_POINTS 4096

#endif
