using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using SsoOidc.Files;

namespace SsoOidc.Tests;

/// <summary>What this assembly does when a test starts it as another process, and how a test does that.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["hold-lock", var path]:
                var (held, problem) = await FileLock.AcquireAsync(path, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);
                Console.WriteLine(held is null ? "not held: " + problem : "held");
                await Console.In.ReadLineAsync();
                held?.Dispose();
                return 0;
            case ["count", var lockPath, var counterPath, var times]:
                for (var i = 0; i < int.Parse(times, System.Globalization.CultureInfo.InvariantCulture); i++)
                    await CountAsync(lockPath, counterPath);
                return 0;
            case ["rewrite", var path, var content]:
                while (true)
                    await SecureFile.WriteAsync(path, System.Text.Encoding.UTF8.GetBytes(new string(content[0], 50_000)), TimeProvider.System, CancellationToken.None);
            case ["say-id", var path]:
                // Written beside and moved, so that nobody reads half of it.
                await File.WriteAllTextAsync(path + ".new", $"{Environment.ProcessId}");
                File.Move(path + ".new", path);
                await Task.Delay(Timeout.Infinite);
                return 0;
            case ["write", var path, var text]:
                await File.WriteAllTextAsync(path, text);
                return 0;
            case ["connect", var home, var endpoint]:
                return await ConnectWorker.RunAsync(home, new Uri(endpoint));
            case ["sdk-role", var session, var startUrl, var region]:
                return await SdkRoleAsync(session, startUrl, region);
            case ["sdk-profile", var name]:
                return await SdkProfileAsync(name);
            default:
                return 2;
        }
    }

    public static Process Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] args)
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
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    // The AWS SDK for .NET: role credentials by way of the session in the shared cache of HOME.
    private static async Task<int> SdkRoleAsync(string session, string startUrl, string region)
    {
        var options = new SSOAWSCredentialsOptions { SessionName = session, ClientName = "test" };
        var credentials = await new SSOAWSCredentials("111122223333", region, "ReadOnlyAccess", startUrl, options).GetCredentialsAsync();
        Console.WriteLine(credentials.AccessKey);
        return 0;
    }

    // The same by way of a profile in the shared files of HOME.
    private static async Task<int> SdkProfileAsync(string name)
    {
        var chain = new CredentialProfileStoreChain();
        if (!chain.TryGetProfile(name, out var profile) || !chain.TryGetAWSCredentials(name, out var credentials))
            return 1;
        var keys = await credentials.GetCredentialsAsync();
        Console.WriteLine($"{keys.AccessKey} {profile.Options.SsoAccountId} {profile.Options.SsoRoleName} {profile.Options.SsoSession} {profile.Region?.SystemName}");
        return 0;
    }

    // Reads, waits and writes back: two processes at once would lose a count.
    private static async Task CountAsync(string lockPath, string counterPath)
    {
        using var held = (await FileLock.AcquireAsync(lockPath, TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None)).Lock!;
        var count = File.Exists(counterPath) ? int.Parse(File.ReadAllText(counterPath), System.Globalization.CultureInfo.InvariantCulture) : 0;
        await Task.Yield();
        File.WriteAllText(counterPath, (count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
