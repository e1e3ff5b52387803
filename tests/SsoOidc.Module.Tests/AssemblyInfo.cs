using Xunit.Sdk;
using Xunit.v3;

// Each test has its own shell and server, and most of their time goes to waits of a second: let more of them wait at once than there are processors.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 8)]
