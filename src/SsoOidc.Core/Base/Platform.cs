using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
#if !NET
using System.Runtime.InteropServices;
#endif
using System.Security.Cryptography;

namespace SsoOidc.Base;

/// <summary>What net8.0 has and netstandard2.0 has not, each under the name of the capability.</summary>
internal static class Platform
{
#if NET
    public static bool IsAsciiLetterOrDigit(char c) => char.IsAsciiLetterOrDigit(c);

    public static byte[] RandomBytes(int count) => RandomNumberGenerator.GetBytes(count);

    public static bool FixedTimeEquals(byte[] left, byte[] right) => CryptographicOperations.FixedTimeEquals(left, right);

    [SuppressMessage("Security", "CA5350", Justification = "A file name that every AWS tool computes this way; nothing is protected by it.")]
    public static byte[] Sha1(byte[] data) => SHA1.HashData(data);

    public static byte[] Sha256(ReadOnlySpan<byte> data) => SHA256.HashData(data);

    public static byte[] HmacSha256(byte[] key, ReadOnlySpan<byte> data) => HMACSHA256.HashData(key, data);

    /// <summary>Whether the system itself knows of proxies; elsewhere only variables do.</summary>
    public static bool HasSystemProxy => !OperatingSystem.IsLinux();

    public static IWebProxy? SystemProxy => HttpClient.DefaultProxy;

    public static double NextDouble() => Random.Shared.NextDouble();

    public static Task Delay(TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        Task.Delay(delay, timeProvider, cancellationToken);

    public static CancellationTokenSource TimeoutSource(TimeSpan timeout, TimeProvider timeProvider) => new(timeout, timeProvider);

    public static ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken) => stream.ReadAsync(buffer, cancellationToken);

    /// <summary>Sends a request, on the calling thread where that is wanted.</summary>
    public static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker, HttpRequestMessage request, bool onCallingThread, CancellationToken cancellationToken) =>
        onCallingThread ? Task.FromResult(invoker.Send(request, cancellationToken)) : invoker.SendAsync(request, cancellationToken);

    public static Task<Stream> OpenBodyAsync(HttpContent content, CancellationToken cancellationToken) => content.ReadAsStreamAsync(cancellationToken);

    public static void SendBodyAtOnce(HttpRequestMessage request)
    {
    }

    /// <summary>The same failure in other words, without what caused it.</summary>
    public static HttpRequestException Reworded(HttpRequestException error, string message) => new(error.HttpRequestError, message, null, error.StatusCode);

    /// <summary>A header's first value as it arrived, or null: reading it the other way parses every value into a list.</summary>
    public static string? FirstHeader(HttpResponseHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values))
            return null;
        foreach (var value in values)
            return value;
        return null;
    }
#else
    private static readonly Random Jitter = new();

    public static bool IsAsciiLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    public static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }

    [System.Runtime.CompilerServices.MethodImpl(
        System.Runtime.CompilerServices.MethodImplOptions.NoInlining | System.Runtime.CompilerServices.MethodImplOptions.NoOptimization)]
    public static bool FixedTimeEquals(byte[] left, byte[] right)
    {
        if (left.Length != right.Length)
            return false;

        var difference = 0;
        for (var i = 0; i < left.Length; i++)
            difference |= left[i] ^ right[i];
        return difference == 0;
    }

    [SuppressMessage("Security", "CA5350", Justification = "A file name that every AWS tool computes this way; nothing is protected by it.")]
    public static byte[] Sha1(byte[] data)
    {
        using var hash = SHA1.Create();
        return hash.ComputeHash(data);
    }

    public static byte[] Sha256(ReadOnlySpan<byte> data)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(data.ToArray());
    }

    public static byte[] HmacSha256(byte[] key, ReadOnlySpan<byte> data)
    {
        using var hmac = new HMACSHA256(key);
        return hmac.ComputeHash(data.ToArray());
    }

    public static bool HasSystemProxy => Path.DirectorySeparatorChar == '\\';

    public static IWebProxy? SystemProxy => WebRequest.DefaultWebProxy;

    public static double NextDouble()
    {
        lock (Jitter)
            return Jitter.NextDouble();
    }

    public static Task Delay(TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        timeProvider.Delay(delay, cancellationToken);

    public static CancellationTokenSource TimeoutSource(TimeSpan timeout, TimeProvider timeProvider) =>
        timeProvider.CreateCancellationTokenSource(timeout);

    /// <summary>The network streams of .NET Framework look at the token only before they wait: closing one ends its wait.</summary>
    public static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray<byte>(buffer, out var segment))
            throw new ArgumentException("The buffer is not an array's.", nameof(buffer));
        using var closing = cancellationToken.Register(static state => ((Stream)state).Dispose(), stream);
        try
        {
            return await stream.ReadAsync(segment.Array, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException or System.Net.WebException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    /// <summary>Sends a request; there is no way to do so on the calling thread.</summary>
    public static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker, HttpRequestMessage request, bool onCallingThread, CancellationToken cancellationToken) =>
        invoker.SendAsync(request, cancellationToken);

    public static Task<Stream> OpenBodyAsync(HttpContent content, CancellationToken cancellationToken) => content.ReadAsStreamAsync();

    /// <summary>.NET Framework would send the head alone and wait 350 ms for the leave to go on.</summary>
    public static void SendBodyAtOnce(HttpRequestMessage request) => request.Headers.ExpectContinue = false;

    public static HttpRequestException Reworded(HttpRequestException error, string message) => new(message);

    public static string? FirstHeader(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
#endif

    public static string LowerHex(byte[] data)
    {
        const string digits = "0123456789abcdef";
        var hex = new char[data.Length * 2];
        for (var i = 0; i < data.Length; i++)
        {
            hex[2 * i] = digits[data[i] >> 4];
            hex[(2 * i) + 1] = digits[data[i] & 15];
        }

        return new string(hex);
    }
}
