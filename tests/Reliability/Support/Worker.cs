using System.Diagnostics;
using SsoOidc.Reliability.Endurance;
using SsoOidc.Reliability.Races;

namespace SsoOidc.Reliability.Support;

/// <summary>What this assembly does when a test starts it as another process, and how a test does that.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] args) => args switch
    {
        ["session", var home, var endpoint] => await SessionWorker.RunAsync(home, endpoint),
        ["once", var home, var cache, var endpoint] => await SessionWorker.RunOnceAsync(home, cache, endpoint),
        ["calls", var endpoint] => await CallsWorker.RunAsync(new Uri(endpoint)),
        ["crash", var endpoint] => await CallsWorker.CrashAsync(new Uri(endpoint)),
        _ => 2,
    };

    public static ProcessStartInfo StartInfo(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Worker).Assembly.Location);
        start.ArgumentList.Add("worker");
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return start;
    }

    public static Process Start(params string[] args) => Process.Start(StartInfo(args))!;
}
