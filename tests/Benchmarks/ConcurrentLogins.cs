using System.Globalization;

namespace SsoOidc.Benchmarks;

/// <summary>Threads of the process while one login is polled each second, and while 64 are: a login that waits holds none.</summary>
internal static class ConcurrentLogins
{
    private const int Logins = 64;
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(6);

    public static async Task RunAsync()
    {
        using var server = ReplyServer.Start();
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.PendingAddress });
        var one = await ObserveAsync(client, 1);
        var many = await ObserveAsync(client, Logins);
        Console.WriteLine($"| logins polled each second | threads of the pool, most | polls |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| 1 | {one.Threads} | {one.Polls} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Logins} | {many.Threads} | {many.Polls} |"));
    }

    private static async Task<(int Threads, int Polls)> ObserveAsync(SsoOidcClient client, int logins)
    {
        var request = new CreateTokenRequest
        {
            ClientId = Payload.ClientId,
            ClientSecret = Payload.ClientSecret,
            GrantType = GrantTypes.DeviceCode,
            DeviceCode = Payload.DeviceCode,
        };
        using var end = new CancellationTokenSource();
        var polls = new int[logins];
        var running = Enumerable.Range(0, logins)
            .Select(i => client.PollForTokenAsync(request, interval: 1, expiresAt: null, new PollCounter(polls, i), end.Token))
            .ToArray();
        var threads = 0;
        for (var until = DateTime.UtcNow + Observed; DateTime.UtcNow < until;)
        {
            await Task.Delay(20);
            threads = Math.Max(threads, ThreadPool.ThreadCount);
        }

        await end.CancelAsync();
        await Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default);
        return (threads, polls.Sum());
    }

    private sealed class PollCounter(int[] polls, int login) : IProgress<DevicePollStatus>
    {
        public void Report(DevicePollStatus value) => polls[login] = value.Polls;
    }
}
