import '@tanstack/react-router'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Record, Queue and Canvas pages start with the navigation folded into a rail. */
    rail?: boolean
  }
}
