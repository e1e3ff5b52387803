using System.Net;
using SsoOidc.Base;

namespace SsoOidc;

/// <summary>Configuration of an <see cref="SsoOidcClient"/>. Read once, when the client is made.</summary>
public sealed record SsoOidcClientOptions
{
    /// <summary>The AWS region of IAM Identity Center, for example <c>eu-west-1</c>. Not needed with <see cref="EndpointUrl"/> for unsigned operations.</summary>
    public string? Region { get; init; }

    /// <summary>An endpoint to use instead of the region's; an absolute https or http address, whose path the operation's is appended to.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>Use the FIPS endpoint. Not with <see cref="EndpointUrl"/>.</summary>
    public bool UseFips { get; init; }

    /// <summary>Use the dual-stack (IPv4 and IPv6) endpoint. Not with <see cref="EndpointUrl"/>.</summary>
    public bool UseDualStack { get; init; }

    /// <summary>Most requests sent for one call, the first one included; 1 turns retries off.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How failed attempts are spaced.</summary>
    public RetryMode RetryMode { get; init; }

    /// <summary>The most an attempt may take, from connecting to the last byte of the answer; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Credentials for CreateTokenWithIAM; no other operation asks for them.</summary>
    public IAwsCredentialsProvider? Credentials { get; init; }

    /// <summary>A proxy to use instead of the system's; ignored with <see cref="HttpMessageHandler"/>.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Path of a PEM file whose certificates are trusted instead of the system's; ignored with <see cref="HttpMessageHandler"/>.</summary>
    public string? CaBundle { get; init; }

    /// <summary>A handler to send through instead of the shared one. The client disposes it with itself.</summary>
    public HttpMessageHandler? HttpMessageHandler { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told of each call when it has ended in an answer or an error of the network, on the thread that ended it; not of one that was cancelled. Never sees a member.</summary>
    public Action<RequestSummary>? RequestCompleted { get; init; }

    /// <summary>
    /// Whether to use the thread of the caller, who waits for it anyway, for an exchange with the shared handler: waking threads of the pool
    /// for it takes longer than all the rest. Cancellation and time limit work as ever.
    /// </summary>
    internal bool UsesCallingThread { get; init; }

    /// <summary>From 0 to 1, for the jitter of retry delays.</summary>
    internal Func<double> Random { get; init; } = Platform.NextDouble;
}
