using BenchmarkDotNet.Running;
using SsoOidc.Benchmarks;

switch (args)
{
    case ["serve"]:
        ReplyServer.Serve();
        return 0;
    case ["cpu", .. var rest]:
        await CpuComparison.RunAsync(rest is [var rounds] ? int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture) : 15);
        return 0;
    case ["records"]:
        await PipedRecords.RunAsync();
        return 0;
    case ["logins"]:
        await ConcurrentLogins.RunAsync();
        return 0;
    case ["portal"]:
        await PortalList.RunAsync();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ReplyServer).Assembly).Run(args);
        return 0;
}
