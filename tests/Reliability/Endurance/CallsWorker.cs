using System.Diagnostics;
using System.Globalization;

namespace SsoOidc.Reliability.Endurance;

/// <summary>A process that makes rounds of calls as told on its input, and prints after each what it holds.</summary>
internal static class CallsWorker
{
    /// <summary>A number on a line is that many calls; an empty line ends.</summary>
    public static async Task<int> RunAsync(Uri endpoint)
    {
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            for (var calls = int.Parse(line, CultureInfo.InvariantCulture); calls > 0; calls -= 4)
                await LogInAsync(endpoint);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var self = Process.GetCurrentProcess();
            var handles = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : self.HandleCount;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(true)} {self.WorkingSet64} {handles} {self.Threads.Count}"));
        }

        return 0;
    }

    /// <summary>An error that nobody catches, of a call full of secrets: what the runtime prints of it is what a crash shows.</summary>
    public static async Task<int> CrashAsync(Uri endpoint)
    {
        using var client = Client(endpoint);
        await client.CreateTokenAsync(new CreateTokenRequest
        {
            ClientId = "id",
            ClientSecret = "canary-in-the-client-secret",
            GrantType = GrantTypes.RefreshToken,
            RefreshToken = "canary-in-the-refresh-token",
            Code = "canary-in-the-code",
            CodeVerifier = "canary-in-the-code-verifier",
            DeviceCode = "canary-in-the-device-code",
        });
        return 0;
    }

    // Four calls, one of them refused, by a client of their own: a script makes one for each line.
    private static async Task LogInAsync(Uri endpoint)
    {
        using var client = Client(endpoint);
        var registration = await client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public", Scopes = ["sso:account:access"] });
        var device = await client.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" });
        var grant = new CreateTokenRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, GrantType = GrantTypes.DeviceCode, DeviceCode = device.DeviceCode };
        await client.CreateTokenAsync(grant);
        try
        {
            await client.CreateTokenAsync(grant);
        }
        catch (InvalidGrantException)
        {
            return;
        }

        throw new InvalidOperationException("A spent device code gave a token.");
    }

    private static SsoOidcClient Client(Uri endpoint) => new(new SsoOidcClientOptions { EndpointUrl = endpoint, Region = "us-east-1" });
}
